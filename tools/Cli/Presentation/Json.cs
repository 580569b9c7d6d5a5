using System;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Pilevisor.Cli.Presentation;

/// <summary>Results for scripts: one object, on one line of standard output.</summary>
internal static class Json
{
    private static readonly JsonSerializerOptions _options = new(JsonSerializerDefaults.Web) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static void Print<T>(T value) => Console.Out.WriteLine(Text(value));

    public static string Text<T>(T value) => JsonSerializer.Serialize(value, _options);
}
