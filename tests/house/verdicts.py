"""Who gets what at every address of the product: written by hand, one line for each.

yes: they are served, or told why not now (it is somebody else's, something is missing).
none: a page, with nothing of any patient on it and no callback.
no: 403, whatever was asked for, and one entry in the journal.
gone: 404, the same answer as for what never was, and one entry in the journal.

The columns are the roles (see COLUMNS in matrix.py), somebody without any, an assistant who is a
clinician, and a front desk that is the manager. The last is asked by somebody with every role there
is, for a thing of another practice; it is "-" where the address names none. What an assistant gets
outside their lanes stands below.
"""

from __future__ import annotations

from typing import Final

TABLE: Final = """
#                               assist  desk  clin  manager  audit  admin  norole as+cl  de+ma other

# The queue, and taking from it
GET queue                       yes     yes   yes   yes      none   none   none   yes    yes    -
POST search                     yes     yes   yes   yes      no     no     no     yes    yes    -
GET search                      yes     yes   yes   yes      yes    yes    yes    yes    yes    -
POST several                    yes     yes   yes   yes      no     no     no     yes    yes    -
POST several-do                 yes     yes   yes   yes      no     no     no     yes    yes    -
POST several-undo               yes     yes   yes   yes      no     no     no     yes    yes    -
GET queue-export                no      no    no    yes      no     no     no     no     yes    -
GET live                        yes     yes   yes   yes      no     no     no     yes    yes    -
POST next                       yes     yes   yes   yes      no     no     no     yes    yes    -
GET new-arrival                 yes     yes   yes   yes      no     no     no     yes    yes    -
POST new-arrival                yes     yes   yes   yes      no     no     no     yes    yes    -
GET arrival-found               yes     yes   yes   yes      yes    yes    yes    yes    yes    -
POST arrival-found              yes     yes   yes   yes      no     no     no     yes    yes    -

# One callback
GET callback                    yes     yes   yes   yes      no     no     no     yes    yes    gone
POST here                       yes     yes   yes   yes      no     no     no     yes    yes    gone
POST they-called                yes     yes   yes   yes      no     no     no     yes    yes    gone
POST take                       yes     yes   yes   yes      no     no     no     yes    yes    gone
POST give-back                  yes     yes   yes   yes      no     no     no     yes    yes    gone
POST call-begin                 yes     yes   yes   yes      no     no     no     yes    yes    gone
POST call-end                   yes     yes   yes   yes      no     no     no     yes    yes    gone
POST call-caller                yes     yes   yes   yes      no     no     no     yes    yes    gone
POST call-situation             yes     yes   yes   yes      no     no     no     yes    yes    gone
POST call-office                yes     yes   yes   yes      no     no     no     yes    yes    gone
POST asked-settle               yes     yes   yes   yes      no     no     no     yes    yes    gone
POST new-number                 yes     yes   yes   yes      no     no     no     yes    yes    gone
POST old-told                   yes     yes   yes   yes      no     no     no     yes    yes    gone
POST check                      yes     yes   yes   yes      no     no     no     yes    yes    gone
POST check-age                  yes     yes   yes   yes      no     no     no     yes    yes    gone
POST check-not-verified         yes     yes   yes   yes      no     no     no     yes    yes    gone
POST check-lift                 yes     yes   yes   yes      no     no     no     yes    yes    gone
POST question                   yes     yes   yes   yes      no     no     no     yes    yes    gone
POST attempt                    yes     yes   yes   yes      no     no     no     yes    yes    gone
POST note                       yes     yes   yes   yes      no     no     no     yes    yes    gone
POST draft                      yes     yes   yes   yes      no     no     no     yes    yes    gone
POST draft-back                 yes     yes   yes   yes      no     no     no     yes    yes    gone
POST words-to-lead              yes     yes   yes   yes      no     no     no     yes    yes    gone
POST addendum                   yes     yes   yes   yes      no     no     no     yes    yes    gone
POST in-chart                   gone    yes   yes   yes      no     no     no     yes    yes    gone
GET callback-print              yes     yes   yes   yes      no     no     no     yes    yes    gone
POST facts                      yes     yes   yes   yes      no     no     no     yes    yes    gone
POST ask                        yes     yes   yes   yes      no     no     no     yes    yes    gone
POST done                       yes     yes   yes   yes      no     no     no     yes    yes    gone
POST unreachable                yes     yes   yes   yes      no     no     no     yes    yes    gone
POST hand-over                  yes     yes   yes   yes      no     no     no     yes    yes    gone
POST put-aside                  yes     yes   yes   yes      no     no     no     yes    yes    gone
POST wait                       yes     yes   yes   yes      no     no     no     yes    yes    gone
POST wait-on                    yes     yes   yes   yes      no     no     no     yes    yes    gone
POST undo                       yes     yes   yes   yes      no     no     no     yes    yes    gone
POST use-number                 yes     yes   yes   yes      no     no     no     yes    yes    gone
POST not-patient                yes     yes   yes   yes      no     no     no     yes    yes    gone
POST reopen                     yes     yes   yes   yes      no     no     no     yes    yes    gone
POST sort                       no      yes   yes   yes      no     no     no     yes    yes    gone
POST accept                     no      no    yes   no       no     no     no     yes    no     gone
POST answer                     no      no    yes   no       no     no     no     yes    no     gone
POST left-draft                 no      no    no    yes      no     no     no     no     yes    gone
POST left-draft-mine            no      no    no    yes      no     no     no     no     yes    gone
POST left-draft-on              no      no    no    yes      no     no     no     no     yes    gone
POST break-glass                no      no    yes   yes      no     no     no     yes    yes    gone
GET put-right                   yes     yes   yes   yes      no     no     no     yes    yes    gone
POST put-right                  yes     yes   yes   yes      no     no     no     yes    yes    gone

# Incidents
GET incidents                   no      no    no    yes      yes    no     no     no     yes    -
POST incident-close             no      no    no    yes      yes    no     no     no     yes    gone

# Phone logs
GET imports                     no      yes   yes   yes      no     no     no     yes    yes    -
POST imports                    no      yes   yes   yes      no     no     no     yes    yes    -
GET import                      no      yes   yes   yes      no     no     no     yes    yes    gone
POST import-start               no      yes   yes   yes      no     no     no     yes    yes    gone
POST import-step                no      yes   yes   yes      no     no     no     yes    yes    gone
POST import-cancel              no      yes   yes   yes      no     no     no     yes    yes    gone
POST import-undo                no      yes   yes   yes      no     no     no     yes    yes    gone
GET import-bad-rows             no      yes   yes   yes      no     no     no     yes    yes    gone
GET list                        no      yes   yes   yes      no     no     no     yes    yes    -
POST list                       no      yes   yes   yes      no     no     no     yes    yes    -
GET list-import                 no      yes   yes   yes      no     no     no     yes    yes    gone
POST list-import-start          no      yes   yes   yes      no     no     no     yes    yes    gone
POST list-import-step           no      yes   yes   yes      no     no     no     yes    yes    gone
GET patient-lists               no      yes   yes   yes      no     no     no     yes    yes    -
POST patient-lists              no      yes   yes   yes      no     no     no     yes    yes    -
GET patient-list                no      yes   yes   yes      no     no     no     yes    yes    gone
POST patient-list-start         no      yes   yes   yes      no     no     no     yes    yes    gone
POST patient-list-step          no      yes   yes   yes      no     no     no     yes    yes    gone
POST patient-list-cancel        no      yes   yes   yes      no     no     no     yes    yes    gone
POST patient-list-undo          no      yes   yes   yes      no     no     no     yes    yes    gone
GET patient-list-bad-rows       no      yes   yes   yes      no     no     no     yes    yes    gone
GET audit-day                   no      yes   yes   yes      no     no     no     yes    yes    -
POST audit-day                  no      yes   yes   yes      no     no     no     yes    yes    -
GET audited                     no      yes   yes   yes      no     no     no     yes    yes    gone
POST audited                    no      yes   yes   yes      no     no     no     yes    yes    gone

# What other systems bring
GET came-in                     no      yes   yes   yes      no     no     no     yes    yes    -
GET came-in-one                 no      yes   yes   yes      no     no     no     yes    yes    gone
POST came-in-again              no      yes   yes   yes      no     no     no     yes    yes    gone
POST came-in-nothing            no      yes   yes   yes      no     no     no     yes    yes    gone
GET setup-connectors            no      no    no    yes      no     yes    no     no     yes    -
POST setup-connectors           no      no    no    yes      no     yes    no     no     yes    -
GET setup-connector             no      no    no    yes      no     yes    no     no     yes    gone
POST setup-connector            no      no    no    yes      no     yes    no     no     yes    gone
POST setup-connector-agreement  no      no    no    yes      no     yes    no     no     yes    gone
POST setup-connector-switch     no      no    no    yes      no     yes    no     no     yes    gone
POST setup-connector-address    no      no    no    yes      no     yes    no     no     yes    gone

# The queue on paper
GET sheet-new                   no      yes   yes   yes      no     no     no     yes    yes    -
POST sheet-new                  no      yes   yes   yes      no     no     no     yes    yes    -
GET sheet-find                  no      yes   yes   yes      no     no     no     yes    yes    -
GET sheet                       no      yes   yes   yes      no     no     no     yes    yes    -
GET sheet-enter                 no      yes   yes   yes      no     no     no     yes    yes    -
POST sheet-enter                no      yes   yes   yes      no     no     no     yes    yes    -

# The end of a shift
GET shift-end                   yes     yes   yes   yes      no     no     no     yes    yes    -
POST shift-end                  yes     yes   yes   yes      no     no     no     yes    yes    -
GET shift-ended                 yes     yes   yes   yes      no     no     no     yes    yes    -
POST shift-undo                 yes     yes   yes   yes      no     no     no     yes    yes    -
GET setup-person-shift          no      no    yes   yes      no     no     no     yes    yes    gone
POST setup-person-shift         no      no    yes   yes      no     no     no     yes    yes    gone

# How the practice works: reading
GET lanes                       yes     yes   yes   yes      yes    yes    no     yes    yes    -
GET setup                       yes     yes   yes   yes      yes    yes    no     yes    yes    -
GET setup-kinds                 yes     yes   yes   yes      yes    yes    no     yes    yes    -
GET setup-kind                  yes     yes   yes   yes      yes    yes    no     yes    yes    -
GET setup-kind-version          yes     yes   yes   yes      yes    yes    no     yes    yes    -
GET setup-kind-compare          yes     yes   yes   yes      yes    yes    no     yes    yes    -
GET setup-hours                 yes     yes   yes   yes      yes    yes    no     yes    yes    -
GET setup-hours-changed         yes     yes   yes   yes      yes    yes    no     yes    yes    -
GET setup-part-compare          yes     yes   yes   yes      yes    yes    no     yes    yes    -
GET setup-places                yes     yes   yes   yes      yes    yes    no     yes    yes    -
GET setup-promises              yes     yes   yes   yes      yes    yes    no     yes    yes    -
GET setup-scripts               yes     yes   yes   yes      yes    yes    no     yes    yes    -
GET setup-contact               yes     yes   yes   yes      yes    yes    no     yes    yes    -
GET setup-checking              yes     yes   yes   yes      yes    yes    no     yes    yes    -
GET setup-people                yes     yes   yes   yes      yes    yes    no     yes    yes    -
GET setup-posts                 yes     yes   yes   yes      yes    yes    no     yes    yes    -
GET setup-lanes                 yes     yes   yes   yes      yes    yes    no     yes    yes    -
GET setup-practice              yes     yes   yes   yes      yes    yes    no     yes    yes    -

# How the practice works: changing
GET setup-kind-change           no      no    no    yes      no     yes    no     no     yes    -
POST setup-kind-change          no      no    no    yes      no     yes    no     no     yes    -
POST setup-kind-restore         no      no    no    yes      no     yes    no     no     yes    -
GET setup-hours-change          no      no    no    yes      no     yes    no     no     yes    -
POST setup-hours-change         no      no    no    yes      no     yes    no     no     yes    -
GET setup-close                 no      no    no    yes      no     yes    no     no     yes    -
POST setup-close                no      no    no    yes      no     yes    no     no     yes    -
POST setup-reopen               no      no    no    yes      no     yes    no     no     yes    -
POST setup-hours-as-practice    no      no    no    yes      no     yes    no     no     yes    -
POST setup-hours-restore        no      no    no    yes      no     yes    no     no     yes    -
POST setup-part-restore         no      no    no    yes      no     yes    no     no     yes    -
POST setup-places               no      no    no    yes      no     yes    no     no     yes    -
GET setup-place                 no      no    no    yes      no     yes    no     no     yes    -
POST setup-place                no      no    no    yes      no     yes    no     no     yes    -
POST setup-place-remove         no      no    no    yes      no     yes    no     no     yes    -
POST setup-promises             no      no    no    yes      no     yes    no     no     yes    -
GET setup-script                no      no    no    yes      no     yes    no     no     yes    -
POST setup-script               no      no    no    yes      no     yes    no     no     yes    -
POST setup-suggestion           no      no    no    yes      no     yes    no     no     yes    gone
POST setup-contact              no      no    no    yes      no     yes    no     no     yes    -
POST setup-checking             no      no    no    yes      no     yes    no     no     yes    -
GET setup-person                no      no    no    yes      no     no     no     no     yes    gone
POST setup-person               no      no    no    yes      no     no     no     no     yes    gone
POST setup-post-fill            no      no    no    yes      no     yes    no     no     yes    -
POST setup-post-leave           no      no    no    yes      no     yes    no     no     yes    -
POST setup-on-call              no      no    no    yes      no     yes    no     no     yes    -
POST setup-off-call             no      no    no    yes      no     yes    no     no     yes    gone
GET setup-lane-new              no      no    no    yes      no     yes    no     no     yes    -
POST setup-lane-new             no      no    no    yes      no     yes    no     no     yes    -
GET setup-lane                  no      no    no    yes      no     yes    no     no     yes    gone
POST setup-lane                 no      no    no    yes      no     yes    no     no     yes    gone
POST setup-lane-shifts          no      no    no    yes      no     yes    no     no     yes    gone
POST setup-lane-shift-end       no      no    no    yes      no     yes    no     no     yes    gone
POST setup-lane-remove          no      no    no    yes      no     yes    no     no     yes    gone
POST setup-practice             no      no    no    yes      no     no     no     no     yes    -
POST setup-script-suggest       yes     yes   yes   yes      no     no     no     yes    yes    -
POST lane-looked                yes     yes   yes   yes      no     no     no     yes    yes    gone

# People, and mail to them
GET setup-invite                no      no    no    yes      no     no     no     no     yes    -
POST setup-invite               no      no    no    yes      no     no     no     no     yes    -
POST setup-invite-again         no      no    no    yes      no     no     no     no     yes    gone
POST setup-invite-withdraw      no      no    no    yes      no     no     no     no     yes    gone
POST setup-way-in               no      no    no    yes      no     no     no     no     yes    gone
POST setup-address-link         no      no    no    yes      no     no     no     no     yes    gone
GET setup-person-leave          no      no    no    yes      no     no     no     no     yes    gone
POST setup-person-leave         no      no    no    yes      no     no     no     no     yes    gone
GET setup-mail                  no      no    no    yes      no     yes    no     no     yes    -
POST setup-mail-again           no      no    no    yes      no     yes    no     no     yes    gone
GET setup-desks                 no      no    no    yes      no     yes    no     no     yes    -
POST setup-desks                no      no    no    yes      no     yes    no     no     yes    -
POST setup-desk-off             no      no    no    yes      no     yes    no     no     yes    gone

# The record
GET ledger                      no      no    no    yes      yes    no     no     no     yes    -
GET ledger-unusual              no      no    no    yes      yes    no     no     no     yes    -
GET ledger-export               no      no    no    yes      yes    no     no     no     yes    -
GET ledger-callback             no      no    no    yes      yes    no     no     no     yes    gone
GET ledger-person               no      no    no    yes      yes    no     no     no     yes    gone

# Known callers, and what was opened in need
GET setup-known-callers         no      yes   yes   yes      no     no     no     yes    yes    -
POST setup-known-caller-remove  no      yes   yes   yes      no     no     no     yes    yes    gone
POST setup-bring-back           no      yes   yes   yes      no     no     no     yes    yes    gone
POST setup-set-aside-right      no      yes   yes   yes      no     no     no     yes    yes    gone
GET setup-in-need               no      no    no    yes      no     no     no     no     yes    -
POST setup-in-need-reviewed     no      no    no    yes      no     no     no     no     yes    gone

# Oneself
POST switch-practice            yes     yes   yes   yes      yes    yes    yes    yes    yes    gone
POST language                   yes     yes   yes   yes      yes    yes    yes    yes    yes    -
POST lock                       yes     yes   yes   yes      yes    yes    yes    yes    yes    -
POST still-here                 yes     yes   yes   yes      yes    yes    yes    yes    yes    -
POST leave                      yes     yes   yes   yes      yes    yes    yes    yes    yes    -

# Open to all, and in the demo only
GET people                      yes     yes   yes   yes      yes    yes    yes    yes    yes    -
POST become                     yes     yes   yes   yes      yes    yes    yes    yes    yes    -
GET outbox-demo                 yes     yes   yes   yes      yes    yes    yes    yes    yes    -
GET gallery                     yes     yes   yes   yes      yes    yes    yes    yes    yes    -
GET healthz                     yes     yes   yes   yes      yes    yes    yes    yes    yes    -
POST healthz                    yes     yes   yes   yes      yes    yes    yes    yes    yes    -

# The machine door
POST api/arrivals               yes     yes   yes   yes      no     no     no     yes    yes    -
GET api/queue                   yes     yes   yes   yes      none   none   none   yes    yes    -
POST api/queue/next             yes     yes   yes   yes      no     no     no     yes    yes    -
GET api/callbacks/{}            yes     yes   yes   yes      no     no     no     yes    yes    gone
POST api/callbacks/{}/claim     yes     yes   yes   yes      no     no     no     yes    yes    gone
POST api/callbacks/{}/attempts  yes     yes   yes   yes      no     no     no     yes    yes    gone
POST api/callbacks/{}/done      yes     yes   yes   yes      no     no     no     yes    yes    gone
"""

OUTSIDE: Final = """
# What an assistant gets of their own practice's callback outside their lanes.
GET callback                    no
GET ledger-callback             no
POST here                       no
POST they-called                no
POST take                       no
POST give-back                  no
POST call-begin                 no
POST call-end                   no
POST call-caller                no
POST call-situation             no
POST call-office                no
POST asked-settle               no
POST new-number                 no
POST old-told                   no
POST check                      no
POST check-age                  no
POST check-not-verified         no
POST check-lift                 no
POST question                   no
POST attempt                    no
POST note                       no
POST draft                      no
POST draft-back                 no
POST words-to-lead              no
POST addendum                   no
POST in-chart                   no
GET callback-print              no
POST facts                      no
POST ask                        no
POST done                       no
POST unreachable                no
POST hand-over                  no
POST put-aside                  no
POST wait                       no
POST wait-on                    no
POST undo                       no
POST use-number                 no
POST not-patient                no
POST reopen                     no
POST sort                       no
POST accept                     no
POST answer                     no
POST left-draft                 no
POST left-draft-mine            no
POST left-draft-on              no
POST break-glass                no
GET put-right                   no
POST put-right                  no
GET api/callbacks/{}            no
POST api/callbacks/{}/claim     no
POST api/callbacks/{}/attempts  no
POST api/callbacks/{}/done      no
"""


def read(text: str) -> dict[str, list[str]]:
    """The lines of a table: "GET queue" and its verdicts."""
    lines = (line.split() for line in text.splitlines() if line and not line.startswith("#"))
    return {f"{method} {name}": verdicts for method, name, *verdicts in lines}
