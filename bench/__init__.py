"""How fast the product is, each figure beside its comparison. `python -m bench [name]`."""
