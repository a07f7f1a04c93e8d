-- amount_digits: the figures of an amount with its points and commas, without currency,
-- sign and what groups thousands besides: blanks, apostrophes. Missing if there is more
-- than one number, or none.
create or replace macro amount_digits(amount_text) as
nullif(
    regexp_replace(
        regexp_extract(
            regexp_replace(trim(amount_text), '[.,][-–—]+$', ''),
            '^(?:Fr\.|Rs\.|[^0-9.,]){0,12}'
            || '((?:[0-9]{1,3}(?:[ ''’\x{a0}\x{202f}][0-9]{3})+|[0-9.,])[0-9.,]*)'
            || '[^0-9.,]{0,12}$',
            1
        ),
        '[^0-9.,]', '', 'g'
    ),
    ''
);
