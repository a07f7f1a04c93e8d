-- All documents that were touched have been mapped, with what they name by now.
delete from touched_documents;

delete from known_references;

insert into known_references
select
    kind,
    name,
    what_it_decides
from referred;
