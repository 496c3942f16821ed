// One line, unfolded from the start.
document.getElementById("proof").append(new Details(JSON.parse(document.getElementById("data").textContent)).line(0, true));
