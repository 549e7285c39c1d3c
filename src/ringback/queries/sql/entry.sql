-- One entry of the journal, in the transaction of the action it tells of.
INSERT INTO journal (id, practice_id, at, actor_id, via, os_user, verb, subject_kind, subject_id,
                     details, refused, changed)
VALUES (%(id)s, %(practice)s, %(at)s, %(actor)s, %(via)s, %(os_user)s, %(verb)s, %(subject_kind)s,
        %(subject)s, %(details)s, %(refused)s, %(changed)s)
