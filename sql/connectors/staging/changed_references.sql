-- changed_references: one row a thing that documents name, and that is new, is gone, or
-- decides something else than it did when they were mapped last.
create or replace temp table changed_references as

with

came as (

    select
        kind,
        name,
        what_it_decides
    from referred
    except
    select
        kind,
        name,
        what_it_decides
    from known_references

),

went as (

    select
        kind,
        name,
        what_it_decides
    from known_references
    except
    select
        kind,
        name,
        what_it_decides
    from referred

)

select
    kind,
    name
from came
union
select
    kind,
    name
from went;
