<<<<<<< HEAD
"""How fast the product is, each figure beside its comparison. `python -m bench [name]`."""
=======
"""How fast the product is, every figure beside its comparison. `python -m bench [name]`."""
>>>>>>> main
