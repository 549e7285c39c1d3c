"""The embedded server's configuration: three files, written anew at every start.

An operator's own settings belong into `ALTER SYSTEM`, which is read after these; what would make
the data unsafe is refused all the same (safety.py).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ringback.engine.addresses import (
    ADMIN_ROLE,
    APP_ROLE,
    BACKUP_ROLE,
    OWNER_ROLE,
    REPORT_ROLE,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

ROLES = (ADMIN_ROLE, OWNER_ROLE, APP_ROLE, REPORT_ROLE, BACKUP_ROLE)

POSTGRESQL_CONF = """\
# Written by Ringback at every start. Your own settings: ALTER SYSTEM SET name = value.

# Nobody reaches this server over a network.
listen_addresses = ''

# What was answered with "saved" is on the disk.
fsync = on
full_page_writes = on
synchronous_commit = on
wal_level = replica

# A practice's load on a practice's computer.
max_connections = 60
shared_buffers = 256MB
effective_cache_size = 1GB
work_mem = 8MB
maintenance_work_mem = 64MB
random_page_cost = 1.1
max_wal_size = 1GB
jit = off

# The log goes to people who may not see patients. An error's text can quote a value ("invalid
# input: ..."), its detail a whole row: neither is written; the application has both. Order of
# severity here: warning, error, log, fatal, panic.
log_min_messages = log
log_min_error_statement = panic
log_error_verbosity = terse
log_statement = none
log_min_duration_statement = -1
log_parameter_max_length = 0
log_parameter_max_length_on_error = 0
log_lock_waits = off
log_temp_files = -1
log_checkpoints = off
log_line_prefix = '%m [%p] '
log_destination = stderr
logging_collector = off
lc_messages = 'C'

timezone = 'UTC'
log_timezone = 'UTC'
cluster_name = 'ringback'
"""

PG_HBA_CONF = """\
# Written by Ringback at every start. Only the socket, and only the accounts named in pg_ident.conf:
# the kernel says who is calling. No password, and no trust.
local  all          all  peer map=ringback
local  replication  all  peer map=ringback
"""

IDENT_HEAD = "# Written by Ringback at every start: which account may be which role.\n"


def ident(accounts: Iterable[str]) -> str:
    """pg_ident.conf: each of these operating-system accounts may take each of our roles."""
    lines = [f'ringback "{account}" {role}\n' for account in accounts for role in ROLES]
    return IDENT_HEAD + "".join(lines)
