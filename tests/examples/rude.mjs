// Clients that no server deserves: each opens a socket, misbehaves and resolves once it is closed.
import { createConnection } from "node:net";

const page = "GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n";

// act(socket) runs when the connection is open; resolves to all that came before the close, however that came about.
function connect(port, act) {
  return new Promise((resolve) => {
    let answer = "";
    const socket = createConnection({ port, host: "127.0.0.1" }, () => act(socket));
    socket.on("data", (data) => { answer += data; });
    socket.on("error", () => {});
    socket.on("close", () => resolve(answer));
  });
}

const leave = (port) => connect(port, (socket) => socket.destroy());
const resetInHead = (port) => connect(port, (socket) => socket.write("GET / HT", () => socket.resetAndDestroy()));
const leaveWhileAnswered = (port) => connect(port, (socket) => {
  socket.write(page);
  socket.once("data", () => socket.resetAndDestroy());
});
const leaveBeforeAnswer = (port) => connect(port, (socket) => socket.write(page.repeat(8), () => socket.destroy()));
const leaveInBody = (port) => connect(port, (socket) =>
  socket.write("POST /api/posts/ HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 100000\r\n\r\n{", () => socket.resetAndDestroy()));
const garbage = (port) => connect(port, (socket) => socket.end("\0\x01 garbage \xff\r\n\r\n", "latin1"));
const tooLongHead = (port) => connect(port, (socket) => socket.end(`GET / HTTP/1.1\r\nHost: a\r\nX: ${"y".repeat(200_000)}\r\n\r\n`));
const brokenChunks = (port) => connect(port, (socket) =>
  socket.end("POST /api/posts/ HTTP/1.1\r\nHost: 127.0.0.1\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n{}\r\n"));
const brokenForm = (port) => connect(port, (socket) =>
  socket.end("POST /admin/login/ HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: multipart/form-data; boundary=b\r\n" +
             "Content-Length: 20\r\n\r\n--b\r\nContent-Dispositi"));

export const rude = [leave, resetInHead, leaveWhileAnswered, leaveBeforeAnswer, leaveInBody, garbage, tooLongHead, brokenChunks,
                     brokenForm];

// Asks for pages without ever reading an answer, and stays.
export function deaf(port) {
  const socket = createConnection({ port, host: "127.0.0.1" }, () => { socket.write(page.repeat(16)); socket.pause(); });
  socket.on("error", () => {});
  return socket;
}

// Sends requests in one packet and gives back all that is answered.
export function pipelined(port, count) {
  return connect(port, (socket) => socket.write(page.repeat(count - 1) + page.replace("\r\n\r\n", "\r\nConnection: close\r\n\r\n")));
}
