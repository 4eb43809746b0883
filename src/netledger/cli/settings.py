"""config: what the user has settled."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from netledger import config
from netledger.cli import session
from netledger.errors import UsageError
from netledger.render.page import Page

if TYPE_CHECKING:
    import typer

    from netledger.cli import options


def _complete_key() -> list[str]:
    return list(config.KEYS)


def config_(
    key: Annotated[
        str | None,
        typer.Argument(
            metavar="[KEY]",
            help="The setting; all if not given.",
            autocompletion=_complete_key,
            show_default=False,
        ),
    ] = None,
    value: Annotated[
        str | None,
        typer.Argument(metavar="[VALUE]", help="Its new value.", show_default=False),
    ] = None,
    as_json: options.Json = False,
    yes: options.Yes = False,
) -> None:
    """Show or set a setting. Settings lie in a file of their own: undo does not reach them.

    Example: netledger config me.url https://www.linkedin.com/in/robin-vale
    """
    del yes
    if key is not None and key not in config.KEYS:
        raise UsageError(
            f'There is no setting "{key}".', f"The settings: {', '.join(config.KEYS)}."
        )
    if key is not None and value is not None:
        config.write(key, value)
        session.say("Set. This is no step of the ledger: undo does not take it back.")
    held = config.load()
    shown = {name: getattr(held, field) for name, (field, _) in config.KEYS.items()}
    if key is not None:
        shown = {key: shown[key]}

    def page() -> Page:
        page = Page()
        if key is not None and value is None:
            page.line(str(shown[key]))
        else:
            page.table(
                [
                    [(name, "accent"), str(set_to) or ("–", "dim"), (config.KEYS[name][1], "dim")]
                    for name, set_to in shown.items()
                ],
                "lff",
            )
        if key is None:
            page.line((f"In {config.config_path()}", "dim"))
        return page

    session.answer(as_json, lambda: shown, page)
