// Sends what the "Try it" forms say and shows the answer. Without this script the page is complete but for them.
for (const form of document.querySelectorAll("form.try")) {
    form.hidden = false;
    form.addEventListener("submit", (event) => {
        event.preventDefault();
        send(form);
    });
}

function requestOf(form) {
    let path = form.dataset.path;
    const query = new URLSearchParams();
    const headers = { Accept: "application/json" };
    for (const input of form.querySelectorAll("input[data-in]")) {
        const { in: place, name } = input.dataset;
        if (place === "path") path = path.replace(`{${name}}`, encodeURIComponent(input.value));
        else if (input.value !== "" && place === "query") query.append(name, input.value);
        else if (input.value !== "" && place === "header") headers[name] = input.value;
    }
    const body = form.querySelector("textarea")?.value;
    if (body !== undefined) headers["Content-Type"] = "application/json";
    const search = query.toString();
    return [path + (search && "?" + search), { method: form.dataset.method, headers, body }];
}

function pretty(text) {
    try {
        return JSON.stringify(JSON.parse(text), null, 2);
    } catch {
        return text;
    }
}

async function send(form) {
    const outcome = form.querySelector(".outcome");
    const status = outcome.querySelector(".status");
    const took = outcome.querySelector(".took");
    const shown = outcome.querySelector("pre");
    const [url, options] = requestOf(form);
    const begun = performance.now();
    try {
        const answer = await fetch(url, options);
        const text = await answer.text();
        status.textContent = `${answer.status} ${answer.statusText}`;
        status.classList.toggle("good", answer.ok);
        took.textContent = `${url}, ${Math.round(performance.now() - begun)} ms`;
        shown.textContent = pretty(text);
    } catch (error) {
        status.textContent = "No answer";
        status.classList.remove("good");
        took.textContent = url;
        shown.textContent = String(error);
    }
    outcome.hidden = false;
}
