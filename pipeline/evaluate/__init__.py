"""The command `evaluate`: how well articles that a person has coded are coded, with scores, misses and floors.

What counts, and how:

- A coded event and a person's event of one article may be one when their classes are the same or of one family
  ([families] in classes.toml), and a mention of each stands in the same sentence. Of all such pairs those are taken
  that score highest, the best one first, each event in one pair at most; a pair scores for the same class, for trigger
  words that overlap, and for each column that agrees.
- Events: precision, recall and F1 of the pairs. Rows: of the pairs in which status, day, place and both actors agree.
- Columns: the share of pairs that agree, of those where the person has filled the column in; deaths: where either has.
- What the person marks as unsure ("sure": false) adds nothing and costs nothing, nor do events that could be one with
  it, nor speech acts (statements, appeals ...) on either side: coders do not agree on these.
- Thresholds stand in lexicons/evaluate.toml. Names of actors are compared by their words, without years: "Military
  Forces of Chad" is not "Government of Chad". In mutual events (talks, battles) the sides may change places.
"""
