namespace Pilevisor.Kernel;

/// <summary>One method a level: <c>log.Info($"{node} joined")</c>.</summary>
public static class LogExtensions
{
    /// <summary>Writes a line of level <see cref="LogLevel.Error"/>.</summary>
    public static void Error(this ILog log, ref TextBuilder line) => log.Write(LogLevel.Error, ref line);

    /// <summary>Writes a line of level <see cref="LogLevel.Warning"/>.</summary>
    public static void Warn(this ILog log, ref TextBuilder line) => log.Write(LogLevel.Warning, ref line);

    /// <summary>Writes a line of level <see cref="LogLevel.Information"/>.</summary>
    public static void Info(this ILog log, ref TextBuilder line) => log.Write(LogLevel.Information, ref line);

    /// <summary>Writes a line of level <see cref="LogLevel.Debug"/>.</summary>
    public static void Debug(this ILog log, ref TextBuilder line) => log.Write(LogLevel.Debug, ref line);
}
