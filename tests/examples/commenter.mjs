import { cookiesOf } from "./server.mjs";

// Someone who opens a post's page and then comments on it through its form.
export class Commenter {
  constructor(site, post) {
    this.site = site;
    this.post = post;
  }

  async open() {
    const answer = await fetch(this.site.url + this.post);
    this.cookie = cookiesOf(answer);
    this.token = /name="csrfmiddlewaretoken" value="([^"]+)"/.exec(await answer.text())[1];
  }

  // True when the server said that the comment is saved.
  async say(text) {
    const answer = await fetch(this.site.url + this.post, {
      method: "POST", redirect: "manual",
      headers: { cookie: this.cookie, origin: this.site.url, "content-type": "application/x-www-form-urlencoded" },
      body: new URLSearchParams({ csrfmiddlewaretoken: this.token, name: "Writer", text }),
    });
    await answer.arrayBuffer();
    if (answer.status !== 302) throw new Error(`status ${answer.status}`);
    return true;
  }
}
