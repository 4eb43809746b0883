"""How fast is the program, at three sizes of ledger, and beside what people use instead?"""
