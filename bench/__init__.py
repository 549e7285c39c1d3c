"""How fast the product is: every figure in one run with its comparison. `python -m bench [name]`."""
