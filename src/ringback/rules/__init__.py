"""The practice's rules: pure functions of facts. No framework, no I/O, no clock."""
