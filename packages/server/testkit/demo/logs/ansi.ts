const esc = String.fromCharCode(27);

const paint = (code: string) => (text: string) => `${esc}[${code}m${text}${esc}[0m`;

export const red = paint('31');
export const green = paint('32');
export const yellow = paint('33');
export const cyan = paint('36');
export const bold = paint('1');
export const boldRed = paint('1;31');
export const dim = paint('2');
