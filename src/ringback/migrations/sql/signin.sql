-- What every process must know of guesses and used codes, in the form of Django's own cache in the
-- database; it is forgotten by itself.
CREATE TABLE cache (
  cache_key varchar(255) NOT NULL PRIMARY KEY,
  value text NOT NULL,
  expires timestamptz NOT NULL
);
CREATE INDEX cache_expires ON cache (expires);
GRANT DELETE ON cache, account_emailaddress, mfa_authenticator, socialaccount_socialaccount
  TO ringback_app;
