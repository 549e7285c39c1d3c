"""Lists of patients as another system exports them."""
