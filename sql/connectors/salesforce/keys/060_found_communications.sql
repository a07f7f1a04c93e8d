-- found_communications: one row a task; calls and emails that are done are contacts.
-- Whom a task is with is told by how its id begins: 003 is a contact, 00Q a lead.
create or replace temp table found_communications as

with

read_tasks as (

    select
        source_task.*,
        case
            when source_task.calltype is not null then 'phone'
            else
                case lower(source_task.tasksubtype)
                    when 'call' then 'phone'
                    when 'email' then 'email'
                    when 'listemail' then 'email'
                end
        end as channel_read,
        coalesce(
            customer_of_contact.customer_id,
            case
                when :grain = 'account' then real_id(source_task.accountid)
                when starts_with(source_task.whoid, '003') then source_task.whoid
            end
        ) as customer_id
    from source_task
    left join
        customer_of_contact
        on source_task.whoid = customer_of_contact.contact_id

)

select
    'task' as source_table,
    line_number as row_order,
    id as source_id,
    customer_id,
    channel_read as channel,
    case when lower(calltype) = 'inbound' then 'inbound' else 'outbound' end
        as direction,
    read_moment(
        in_utc(coalesce(completeddatetime, activitydate, createddate)),
        :time_zone,
        :day_order
    ) as occurred_at,
    lower(status) as outcome,
    case
        when is_true(isdeleted) then 'deleted'
        when channel_read is null then 'not_a_contact'
        when
            not is_true(
                coalesce(isclosed, cast(lower(status) = 'completed' as varchar))
            )
            then 'not_held'
        else 'kept'
    end as fate,
    case when calltype is null then ['direction_unknown'] else [] end as notes
from read_tasks;
