-- Whether somebody opened a callback since a moment: repeated openings are one entry of the journal.
SELECT EXISTS (SELECT FROM journal
                WHERE practice_id = %(practice)s AND actor_id = %(person)s
                  AND subject_id = %(callback)s AND verb = 'opened' AND NOT refused
                  AND at > %(since)s)
