"""The checks on words and on the record: values in, findings with reasons out, never a verdict on a person."""
