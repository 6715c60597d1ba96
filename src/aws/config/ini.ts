import * as l10n from '@vscode/l10n';

/** A file of sections with settings: `~/.aws/config` or `~/.aws/credentials`. */
export interface IniFile {
  /** The path, as problems name it. */
  readonly file: string;
  /** By header, without the brackets. */
  readonly sections: ReadonlyMap<string, IniSection>;
  /** What makes botocore, and with it the AWS CLI, refuse the whole file. The rest is read all the same. */
  readonly problems: readonly IniProblem[];
}

export interface IniSection {
  readonly header: string;
  readonly file: string;
  /** The line of the header, from 1. */
  readonly line: number;
  /** By name, in small letters. */
  readonly settings: ReadonlyMap<string, IniSetting>;
}

export interface IniSetting {
  readonly file: string;
  readonly line: number;
  /** Without a comment behind it. Empty where settings are nested; with line feeds where lines continue it. */
  readonly value: string;
  /** As botocore reads it: with the comment. */
  readonly written: string;
  /** The first line that is indented deeper, and so nested or part of the value. */
  readonly deeperLine?: number;
  /** Those lines, as far as they are settings by themselves. */
  readonly deeper?: ReadonlyMap<string, IniSetting>;
}

export interface IniProblem {
  readonly line: number;
  readonly sentence: string;
}

type Open<T> = { -readonly [Member in keyof T]: T[Member] };
interface OpenSetting extends Open<IniSetting> {
  deeper?: Map<string, IniSetting>;
}
interface OpenSection extends IniSection {
  readonly settings: Map<string, OpenSetting>;
}

/** What botocore takes for the defaults of all sections. */
const DEFAULTS = 'DEFAULT';

/**
 * Reads a file as botocore does (Python's `configparser`): a line that is indented deeper than its key belongs to it,
 * `=` or `:` ends a key, keys are read in any case. Unlike botocore, it cuts off comments behind values, as the AWS SDKs
 * do, and reads the rest of a file that has problems. Takes time in proportion to the length of the text.
 */
export function parseIni(text: string, file: string): IniFile {
  const parser = new Parser(file);
  const hasMark = text.startsWith('\uFEFF');
  if (hasMark) {
    parser.problems.push({
      line: 1,
      sentence: l10n.t(
        'The file begins with a byte order mark, so the AWS CLI can’t read it. Save the file as UTF-8 without one.',
      ),
    });
  }
  const lines = (hasMark ? text.slice(1) : text).split(/\r\n|\n|\r/);
  lines.forEach((line, index) => parser.read(line, index + 1));
  return { file, sections: parser.sections(), problems: parser.problems };
}

class Parser {
  readonly problems: IniProblem[] = [];
  readonly #file: string;
  readonly #sections = new Map<string, OpenSection>();
  #section: OpenSection | undefined;
  #setting: OpenSetting | undefined;
  /** Whether the last key has no value. */
  #isNested = false;
  /** How far the last key or header is indented. */
  #depth = 0;

  constructor(file: string) {
    this.#file = file;
  }

  /** The sections, each with the defaults that it does not set itself. */
  sections(): ReadonlyMap<string, IniSection> {
    const defaults = this.#sections.get(DEFAULTS);
    if (!defaults) {
      return this.#sections;
    }
    this.#sections.delete(DEFAULTS);
    const filled = [...this.#sections.values()].map((section): [string, IniSection] => [
      section.header,
      { ...section, settings: new Map([...defaults.settings, ...section.settings]) },
    ]);
    return new Map(filled);
  }

  read(raw: string, line: number): void {
    const content = raw.trim();
    if (content === '' || isComment(content)) {
      return;
    }
    const depth = raw.length - raw.trimStart().length;
    if (this.#setting && depth > this.#depth) {
      this.#goOn(this.#setting, content, line);
      return;
    }
    this.#depth = depth;
    const header = headerOf(content);
    if (header !== undefined) {
      this.#begin(header, line);
    } else if (content.startsWith('[')) {
      this.#open(line);
    } else if (!this.#section) {
      const sentence = l10n.t(
        'This is above the first [section], so the AWS CLI can’t read the file. Move or remove the line.',
      );
      this.problems.push({ line, sentence });
    } else {
      this.#set(this.#section, content, line);
    }
  }

  #begin(header: string, line: number): void {
    this.#setting = undefined;
    const before = this.#sections.get(header);
    this.#section = before ?? { header, file: this.#file, line, settings: new Map() };
    if (!before) {
      this.#sections.set(header, this.#section);
    } else if (header !== DEFAULTS) {
      const sentence = l10n.t(
        'The section [{0}] is in line {1} already, so the AWS CLI can’t read the file. Make them one.',
        header,
        before.line,
      );
      this.problems.push({ line, sentence });
    }
  }

  /** What follows a broken header belongs to nobody. */
  #open(line: number): void {
    this.#setting = undefined;
    this.#section = { header: '', file: this.#file, line, settings: new Map() };
    const sentence = l10n.t('The section has no closing bracket. Add it.');
    this.problems.push({ line, sentence });
  }

  #set(section: OpenSection, content: string, line: number): void {
    const end = content.search(/[=:]/);
    if (end <= 0) {
      this.#addNeither(line);
      return;
    }
    const name = content.slice(0, end).trimEnd().toLowerCase();
    const before = section.settings.get(name);
    if (before) {
      const sentence = l10n.t(
        '{0} is set in line {1} already, so the AWS CLI can’t read the file. Remove one of the lines.',
        name,
        before.line,
      );
      this.problems.push({ line, sentence });
    }
    this.#setting = this.#asSetting(content.slice(end + 1), line);
    this.#isNested = this.#setting.written === '';
    section.settings.set(name, this.#setting);
  }

  /** Takes a line for part of a setting: nested, where that has no value of its own. */
  #goOn(setting: OpenSetting, content: string, line: number): void {
    setting.written += `\n${content}`;
    if (setting.value.length > 0) {
      setting.value += `\n${withoutComment(content)}`;
    }
    setting.deeperLine ??= line;
    const end = content.indexOf('=');
    if (end >= 0) {
      setting.deeper ??= new Map();
      setting.deeper.set(content.slice(0, end).trim(), this.#asSetting(content.slice(end + 1), line));
    } else if (this.#isNested) {
      this.#addNeither(line);
    }
  }

  #asSetting(text: string, line: number): OpenSetting {
    const written = text.trim();
    return { file: this.#file, line, value: withoutComment(written), written };
  }

  #addNeither(line: number): void {
    const sentence = l10n.t(
      'This is neither a [section] nor “key = value” nor a comment, so the AWS CLI can’t read the file. Correct or remove the line.',
    );
    this.problems.push({ line, sentence });
  }
}

/** Up to the last bracket of the line, or to one with a comment right behind it. */
function headerOf(content: string): string | undefined {
  const end = content.lastIndexOf(']');
  if (!content.startsWith('[') || end <= 1) {
    return undefined;
  }
  return content.slice(1, end).replace(/\]\s*[#;].*$/s, '');
}

function isComment(content: string): boolean {
  return content.startsWith('#') || content.startsWith(';');
}

function withoutComment(text: string): string {
  return text.includes('#') || text.includes(';') ? text.replace(/(^|\s)[#;].*$/s, '').trimEnd() : text;
}
