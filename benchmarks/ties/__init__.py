"""The tie benchmark: whom the model calls live, against who is then in touch."""
