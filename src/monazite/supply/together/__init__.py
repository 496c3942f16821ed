"""The roll-up under all answers to the open questions at once, in floats, to decide what is not near the threshold."""
