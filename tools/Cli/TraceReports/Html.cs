using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Xml;
using System.Xml.Linq;

namespace Pilevisor.Cli.TraceReports;

/// <summary>Elements of an HTML page. They are made as XML is, so that no text in them can be taken for markup.</summary>
internal static class Html
{
    private static readonly XmlWriterSettings _settings = new() { OmitXmlDeclaration = true, ConformanceLevel = ConformanceLevel.Fragment, CheckCharacters = false };

    /// <summary>An element. One without content gets an end tag of its own, which HTML wants.</summary>
    public static XElement Element(string name, params object?[] content) => new(name, content.Length == 0 ? "" : content);

    /// <summary>An element of a class of the style sheet.</summary>
    public static XElement Of(string name, string kind, params object?[] content)
    {
        XElement element = Element(name, content);
        element.SetAttributeValue("class", kind);
        return element;
    }

    /// <summary>A table in a panel, that is scrolled if the window is narrow.</summary>
    /// <param name="head">The columns; one that begins with a &lt; is of text.</param>
    /// <param name="rows">What stands in them: text, or elements.</param>
    public static XElement Table(string[] head, IEnumerable<object?[]> rows)
    {
        bool[] isText = [.. head.Select(name => name.StartsWith('<'))];
        object Cell(string name, int column, object? content) => isText[column] ? Of(name, content is string ? "text" : "long", content ?? "") : Element(name, content ?? "");
        XElement Line(string name, IEnumerable<object?> contents) => Element("tr", [.. contents.Select((content, column) => Cell(name, column, content))]);
        XElement columns = Element("thead", Line("th", head.Select(name => name.TrimStart('<'))));
        return Of("div", "wide", Element("table", columns, Element("tbody", [.. rows.Select(row => Line("td", row))])));
    }

    /// <summary>As text.</summary>
    public static string Text(XElement element)
    {
        using StringWriter text = new();
        using (XmlWriter writer = XmlWriter.Create(text, _settings)) element.WriteTo(writer);
        return text.ToString();
    }
}
