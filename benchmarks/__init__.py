"""Speed, scale and the tie benchmark: each one command, none of it shipped."""
