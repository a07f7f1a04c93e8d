-- is_true: whether a text says yes, in the languages that exports come in.
create or replace macro is_true(answer) as
coalesce(
    lower(trim(answer)) in (
        'true', '1', 'yes', 'y', 'on', 'ja', 'wahr', 'oui', 'vrai', 'sí', 'si',
        'verdadero', 'sì', 'vero', 'sim', 'verdadeiro', 'tak', 'kyllä', 'はい',
        'waar', 'sant'
    ),
    false
);
