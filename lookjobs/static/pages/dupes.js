// The dupe finder: the color picker writes its value into the hex field.

const picker = document.getElementById("picker");
const hex = document.getElementById(picker.dataset.mirror);
picker.addEventListener("input", () => { hex.value = picker.value; });
hex.addEventListener("input", () => {
  if (/^#?[0-9a-f]{6}$/i.test(hex.value)) picker.value = `#${hex.value.replace("#", "")}`.toLowerCase();
});
