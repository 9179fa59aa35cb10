-- The page of a register goes from each record that is known to the next, however many entries each of them has.
create index entry_by_register on registers.entry (register, record, recording);
