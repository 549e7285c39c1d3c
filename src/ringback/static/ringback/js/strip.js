// In the hand the filters are a strip: what is pressed is moved into sight.
document.querySelector(".chips [aria-current]")?.scrollIntoView({ block: "nearest", inline: "center", behavior: "instant" });
