"""How long does the import of each format take, and does what goes in end up with whom it is of?"""
