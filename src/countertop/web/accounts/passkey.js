// Asks the browser for a passkey and hands what it says to the server, which checks it. Without this, a password does.
const KNOWN = Boolean(window.PublicKeyCredential?.parseRequestOptionsFromJSON);

async function tell(form, path, body) {
  const answer = await fetch(path, {
    method: "POST",
    headers: { "content-type": "application/json", accept: "application/json", "x-csrf-token": form.elements.csrf.value },
    body: JSON.stringify(body),
  });
  const told = await answer.json();
  if (!answer.ok) throw new Error(told.error?.text);
  return told;
}

async function logIn(form) {
  const publicKey = PublicKeyCredential.parseRequestOptionsFromJSON(await tell(form, "/log-in/passkey/begin", {}));
  const credential = await navigator.credentials.get({ publicKey });
  return tell(form, "/log-in/passkey", { credential: credential.toJSON(), next: form.elements.next.value });
}

async function make(form) {
  const asked = await tell(form, "/own/passkeys/begin", { password: form.elements.password.value });
  const publicKey = PublicKeyCredential.parseCreationOptionsFromJSON(asked);
  const credential = await navigator.credentials.create({ publicKey });
  return tell(form, "/own/passkeys", { label: form.elements.label.value, credential: credential.toJSON() });
}

for (const form of document.querySelectorAll("form[data-passkey]")) {
  form.hidden = !KNOWN;
  document.getElementById(form.dataset.without)?.toggleAttribute("hidden", KNOWN);
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const button = form.querySelector("button");
    const fault = form.querySelector("[role=alert]");
    button.disabled = true;
    fault.hidden = true;
    try {
      location.assign((await (form.dataset.passkey === "make" ? make : logIn)(form)).next);
    } catch (why) {
      // Whoever puts the browser's question away is told so in our words, not in the browser's.
      fault.textContent = why instanceof DOMException || !why.message ? form.dataset.left : why.message;
      fault.hidden = false;
      button.disabled = false;
    }
  });
}
