-- letters_of: the letters of words alone, small and without accents, so that they can
-- be found however they are written: "Côte d'Ivoire" is cotedivoire. What looks like an
-- accent in other scripts is a vowel or another letter, and stays.
create or replace temp macro letters_of(words) as
regexp_replace(
    case
        when regexp_matches(words, '[\p{Latin}\p{Greek}\p{Cyrillic}]')
            then
                replace(
                    replace(lower(strip_accents(nfc_normalize(words))), 'ß', 'ss'),
                    'ı', 'i'
                )
        else nfc_normalize(words)
    end,
    '[^\p{L}\p{M}]+', '', 'g'
);

-- in_plain_letters: words as Germans and Danes write them where there is no ä, ö, ü, å
-- and ø: Oesterreich, Maerz.
create or replace temp macro in_plain_letters(words) as
replace(
    replace(
        replace(
            replace(replace(lower(nfc_normalize(words)), 'ä', 'ae'), 'ö', 'oe'),
            'ü', 'ue'
        ),
        'å', 'aa'
    ),
    'ø', 'oe'
);

-- country_letters: the letters of a country's name, "St." and "the" and "&" set right.
-- What comes to two letters, but has more to it, gets a point: N/A is not the code NA.
create or replace temp macro country_letters(country) as
regexp_replace(
    letters_of(
        regexp_replace(
            regexp_replace(
                replace(trim(country), '&', ' and '), '^([Tt]he|THE) +', ''
            ),
            '^(St|ST|st)[.]? +', 'Saint '
        )
    ),
    '^([a-z]{2})$',
    case when length(trim(country)) > 2 then '\1.' else '\1' end
);
