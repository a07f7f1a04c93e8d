-- names_in: the names in a list with commas between, without blanks around. One with a
-- comma in it stands in double quotes, and a quote in these twice, as in CSV. Lists
-- that can be read in two ways were refused before.
create or replace temp macro names_in(list_text) as
list_filter(
    list_transform(
        regexp_extract_all(list_text, '"(?:[^"]|"")*"|[^,"]+'),
        lambda part: trim(
            case
                when starts_with(trim(part), '"')
                    then
                        replace(
                            regexp_extract(trim(part), '^"(.*)"$', 1, 's'), '""', '"'
                        )
                else part
            end
        )
    ),
    lambda part: part <> ''
);
