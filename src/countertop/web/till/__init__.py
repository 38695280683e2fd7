"""The till API: software of a cash register starts payments at the terminal and follows them; people pay there."""
