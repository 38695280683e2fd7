// On a telephone the sections stand in one row: the one that is open is brought into view.
document.querySelector(".nav [aria-current]")?.scrollIntoView({ inline: "center", block: "nearest" });
