-- A name as names are compared: small letters, no accents or apostrophes, one space between words.
CREATE FUNCTION ringback_folded(given text) RETURNS text
  LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
  SELECT btrim(regexp_replace(
           regexp_replace(lower(normalize(given, NFKD)), '[\u0300-\u036f\u2018\u2019\u02bc''`]+', '', 'g'),
           '[\s!-/:-@\[-`{-~\u2010-\u2015]+', ' ', 'g'))
$$;
