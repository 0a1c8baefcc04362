"""JSON: the only shapes in which documents, traces and explanations enter and leave."""
