const value = (id) => encodeURIComponent(document.getElementById(id).value);
const calls = {
  hello: () => `/api/hello/${value("name")}`,
  add: () => `/api/add/${value("a")}/${value("b")}`,
  stats: () => "/api/stats",
};
for (const button of document.querySelectorAll("button[data-call]")) {
  button.addEventListener("click", async () => {
    const answer = await fetch(calls[button.dataset.call]());
    document.getElementById("answer").textContent = `${answer.status} ${await answer.text()}`;
  });
}
