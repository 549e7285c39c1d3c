"""An invented practice: what its patients and people do, planned from a seed and then done.

words.py    what people say and write; all of it invented
moments.py  when: the rhythm of a practice's day, around the present moment
plan.py     one callback's life as a list of steps
lives.py    how one life goes, from what came in to how it ended
today.py    the lives that make a believable present: something in every stage
past.py     the lives of the days before
perform.py  the steps done, in order, through the real actions
truth.py    what really happened, one line per callback
"""
