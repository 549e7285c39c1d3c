"""Reading the call logs of phone systems: rows become calls, by `log.read_log`."""
