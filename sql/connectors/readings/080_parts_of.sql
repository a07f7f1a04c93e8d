-- parts_of: the texts between separators, without blanks around and without empty ones.
create or replace macro parts_of(list_text, separator) as
list_filter(
    list_transform(
        string_split(coalesce(list_text, ''), separator), lambda part: trim(part)
    ),
    lambda part: part <> ''
);
