-- Every page of a commitment asks what became of its milestones: a few entries among all there are.
create index entry_of_milestones on registers.entry (entry) where register = 'milestones';
