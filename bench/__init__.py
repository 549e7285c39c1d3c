"""How fast the product is, every figure beside its comparison. `python -m bench [name]`."""
