"""Given names and what people who bear them are called: a line for each family of forms.

Folded. Two names of one line may be one person's; whoever stands in several lines is none the
less only ever compared with names of those.
"""

from __future__ import annotations

from typing import Final

_TEXT: Final = """
abigail abby gail
adelaide adele heidi ada
agnes nessa inez
albert al bert albrecht
alexander alex alec sandy sasha xander alejandro sascha lex
alexandra alex sandra sandy sasha ale lexi
alfred alf fred
amelia amy millie
andrew andy drew andreas andrey andrei
andrea andie andi
ann anne anna annie nan nancy hannah anouk anneke annika anja
anthony tony antonio toni anton
archibald archie
arthur art
augustus gus august gustav
barbara barb babs bobbie
bartholomew bart barth
beatrice beatriz bea trixie beatrix
benjamin ben benny benno benedict
bernard bernie bernd bernhard
bridget biddy brigid birgit gitte
caroline carol carrie lina
catherine cathy cat kate katie katherine kathryn kathy kitty kay trina katarina katja katrin
charles charlie chuck chas carl karl carlos
charlotte lottie charlie lotte
christopher chris kit topher christian christoph
christina chris tina christine kristina
daniel dan danny
danielle dani
david dave davey
deborah deb debbie
dennis den denny
desmond des
dominic dom nick
donald don donnie
dorothy dot dottie dora dolly dorothea
edward ed eddie ned ted teddy eduard
edmund ed eddie ned ted
eleanor nell nellie ellie nora ella lena eleonore ellen leonora
elizabeth elisabeth liz lizzie beth betty betsy eliza elsie libby lisa lily bess
elisabeth else ilse elise bettina sissi
emily em emmy millie
emma em emmy
ernest ernie ernst
eugene gene
eva eve evi
florence flo florrie flora
frances fran francie fanny
francis frank fran francisco paco pancho franz francesco
franklin frank
frederick fred freddie rick fritz friedrich
gabriel gabe gabi
gabriela gabi gabby
geoffrey geoff jeff jeffrey
george georgie jorge georg
gerald gerry jerry gerard gerd
gilbert gil bert
gregory greg
gwendolyn gwen wendy
harold harry hal
hector heck
helen nell nellie lena ellen helena helene leni
henry harry hank hal heinrich heinz hein
herbert herb bert
isabella bella izzy isabel isa bel
isaac ike zac
jacob jake jack
jacqueline jackie
james jim jimmy jamie jaime
jane janie jenny jean janet
jennifer jen jenny
jessica jess jessie
joanna jo joanne joan
john jack johnny jon jonny johan johannes hans juan ivan jan
jonathan jon jonny nathan
joseph joe joey jose pepe josef sepp
josephine jo josie fina
joshua josh
judith judy jude
juliana julie jule juliet
katharina kathi katha rina
kenneth ken kenny
kimberly kim
laura laurie lori
lawrence larry laurie lars lorenz
leonard leo len lenny leon leonardo
lillian lily lil
louis lou louie luis ludwig
louise lou lulu luise
lucille lucy
madeleine maddie mads
magdalena lena magda
margaret maggie meg peggy marge margie greta rita daisy maisie margarete gretel margot
maria marie mary mia mimi molly polly mitzi maja maya ria
martha marty patty
martin marty
mary ann marianne
matilda tilly mattie
matthew matt matthias mateo mats
maximilian max
melissa mel missy
michael mike mick mickey misha michel miguel
mildred millie
miranda mandy randy
mohammed mo muhammad mohamed
natalie nat tasha natalia natasha
nathaniel nat nate nathan
nicholas nick nicky nico niko klaus nikolaos nikolaus nicolas kolya
nicole nicky nic
oliver ollie
olivia liv livvy
oscar ossie oskar
pamela pam
patricia pat patty trish tricia
patrick pat paddy rick
paul pablo pavel
penelope penny
peter pete pedro pietro piet
philip phil pip felipe
rachel rae shelly
rafael rafa rafe raffi raphael ralph
raymond ray
rebecca becky becca
reginald reg reggie rex
richard rick dick rich ricky dickie ricardo
robert rob bob bobby robbie bert roberto robin
roderick rod roddy
roger rodge
ronald ron ronnie
rosalind ros roz
rose rosie rosa
rudolph rudy rolf rudi
russell russ
samuel sam sammy
samantha sam sammy
sarah sally sadie sara
sebastian seb bas basti
sharon shari
simon sim
simone sim
sophia sophie fia sonya sofia
stanley stan
stella stel
stephen steve steven stevie stefan steffen
stephanie steph stefanie steffi
susan sue susie suzy susanna susanne sanna suzanne sanne
sylvester sly vester
teresa terry tess tessa tracy theresa resi
theodore ted teddy theo
thomas tom tommy tomas
timothy tim timmy
tobias toby
ursula uschi ulla ursel
valerie val
veronica ronnie vera nica vroni
victor vic
victoria vicky tori
vincent vince vinny
virginia ginny
vivian viv
walter walt wally
wilhelmina mina minna billie minnie helma
william will bill billy willie liam wilhelm willem guillermo
winifred win winnie freda
zachary zach zack
aleksandr sasha shura
dmitri dima mitya
evgeny zhenya
evgenia zhenya
vladimir volodya vova
yuri yura
giuseppe beppe peppe pino
giovanni gianni nino
luigi gigi
salvatore toto
ignacio nacho
enrique quique kike
guadalupe lupe
concepcion concha conchita
mercedes merche
dolores lola
yusuf joseph yosef
ibrahim ibo abraham abe bram
"""

_LINES: Final = tuple(tuple(line.split()) for line in _TEXT.split("\n"))


def _by_name() -> dict[str, frozenset[int]]:
    found: dict[str, set[int]] = {}
    for number, line in enumerate(_LINES):
        for word in line:
            found.setdefault(word, set()).add(number)
    return {word: frozenset(numbers) for word, numbers in found.items()}


_BY_NAME: Final = _by_name()


def are_forms_of_one(one: str, other: str) -> bool:
    """Say whether two folded given names are forms of one name, as Nell is of Eleanor."""
    return bool(_BY_NAME.get(one, frozenset()) & _BY_NAME.get(other, frozenset()))


def forms(given: str) -> frozenset[str]:
    """Return the other forms of a folded given name."""
    numbers = _BY_NAME.get(given, frozenset())
    return frozenset(word for number in numbers for word in _LINES[number]) - {given}
