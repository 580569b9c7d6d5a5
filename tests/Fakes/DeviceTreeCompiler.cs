using System;
using System.Diagnostics;
using System.IO;
using System.Threading.Tasks;

namespace Pilevisor.Fakes;

/// <summary>The device tree compiler of the reference implementation (Debian: device-tree-compiler), as a second opinion on every tree that is read or written.</summary>
public static class DeviceTreeCompiler
{
    /// <summary>Compiles source text to a flattened tree.</summary>
    public static byte[] Compile(string source) => Run("-I dts -O dtb -q", System.Text.Encoding.ASCII.GetBytes(source), out _);

    /// <summary>Turns a flattened tree back into source text.</summary>
    /// <param name="blob">The tree.</param>
    /// <param name="warnings">What the compiler has to say against it.</param>
    public static string Decompile(byte[] blob, out string warnings) => System.Text.Encoding.ASCII.GetString(Run("-I dtb -O dts", blob, out warnings));

    private static byte[] Run(string arguments, byte[] input, out string errors)
    {
        ProcessStartInfo start = new("dtc", arguments) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        using Process dtc = Start(start);
        Task<string> error = dtc.StandardError.ReadToEndAsync();
        using MemoryStream output = new();
        Task copy = dtc.StandardOutput.BaseStream.CopyToAsync(output);
        dtc.StandardInput.BaseStream.Write(input);
        dtc.StandardInput.Close();
        copy.Wait();
        dtc.WaitForExit();
        errors = error.Result;
        if (dtc.ExitCode != 0) throw new InvalidOperationException($"dtc {arguments} failed: {errors}");
        return output.ToArray();
    }

    private static Process Start(ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start)!;
        }
        catch (System.ComponentModel.Win32Exception missing)
        {
            throw new InvalidOperationException("these tests need dtc: install device-tree-compiler, or run ./pilevisor test, which does", missing);
        }
    }
}
