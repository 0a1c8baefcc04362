"""Revisions: a document and a change make another document, with every tensor made to fit.

Shapes and parameters only, never a forward pass: `change.applied(draft)`, then `fit(draft)`, then `numbers()`.
"""
