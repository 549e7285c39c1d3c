"""The starter pathway: categories, done-facts and hours, as readable TOML."""
