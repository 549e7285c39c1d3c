-- What came in, as it came in.
INSERT INTO arrival (id, practice_id, source, external_id, kind, happened_at, stored_at, phone,
                     name, text, seconds, raw, idempotency_key, body_digest, callback_id, batch_id,
                     settled)
VALUES (%(id)s, %(practice)s, %(source)s, %(external_id)s, %(kind)s, %(happened_at)s, %(stored_at)s,
        %(phone)s, %(name)s, %(text)s, %(seconds)s, %(raw)s, %(idempotency_key)s, %(body_digest)s,
        %(callback)s, %(batch)s, %(settled)s)
