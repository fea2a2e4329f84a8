// Opens the browser's passkey dialogue for a form: asks the page for a prompt, hands the answer to the form, sends it.
const isAble = typeof PublicKeyCredential === "function" && typeof PublicKeyCredential.parseRequestOptionsFromJSON === "function";

async function answerOf(form) {
  const fields = new URLSearchParams(new FormData(form));
  const response = await fetch(form.dataset.options, { method: "POST", body: fields });
  if (!response.ok) {
    throw new Error(response.status === 409 ? await response.text() : "The portal did not answer. Load the page again.");
  }

  const options = await response.json();
  const credential = form.dataset.passkey === "create"
    ? await navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(options) })
    : await navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(options) });
  return JSON.stringify(credential.toJSON());
}

function sentenceOf(error) {
  switch (error.name) {
    case "NotAllowedError": return "The passkey was not given. Try again, or choose another way.";
    case "InvalidStateError": return "This device has a passkey for this account already.";
    case "SecurityError": return "Passkeys belong to a name, not to an address: open this portal by its name, such as localhost.";
    default: return error.message;
  }
}

for (const form of document.querySelectorAll("[data-passkey]")) {
  const problem = form.querySelector("[data-passkey-problem]");
  form.hidden = false;
  if (!isAble) {
    form.querySelector("button").disabled = true;
    problem.textContent = "This browser cannot do passkeys.";
    continue;
  }

  form.addEventListener("submit", async event => {
    event.preventDefault();
    problem.textContent = "";
    try {
      form.elements.Credential.value = await answerOf(form);
      form.submit();
    } catch (error) {
      problem.textContent = sentenceOf(error);
    }
  });
}
