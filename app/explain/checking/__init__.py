"""Check mine: a learner's tensor against the trace's, and the known mistakes that give what the learner has."""
