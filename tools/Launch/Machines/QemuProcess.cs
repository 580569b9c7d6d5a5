using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Pilevisor.Launch.Processes;

namespace Pilevisor.Launch.Machines;

/// <summary>A running machine.</summary>
public sealed class QemuProcess : IDisposable
{
    private const int KeptErrorLines = 50;

    // QEMU takes a termination for a power-off, and ends with status 0.
    private const string Terminated = "terminating on signal";
    private readonly Process _process;
    private readonly SerialPort _serial;
    private readonly Queue<string> _errors = new();
    private readonly Task _pumps;
    private volatile bool _isPoweredOff;
    private volatile bool _isKilled;

    private QemuProcess(Process process, SerialPort serial, Action<ReadOnlyMemory<byte>> receive)
    {
        (_process, _serial) = (process, serial);
        _pumps = Task.WhenAll(_serial.ReadAsync(receive, CancellationToken.None), ReadErrorsAsync());
        Ended = EndAsync();
    }

    /// <summary>Completes with QEMU's exit status once the machine has ended and all its output has been received: 0 after a power-off.</summary>
    public Task<int> Ended { get; }

    /// <summary>QEMU's process id.</summary>
    public int Id => _process.Id;

    /// <summary>The last lines that QEMU itself wrote.</summary>
    public IReadOnlyList<string> Errors
    {
        get
        {
            lock (_errors) return _errors.ToArray();
        }
    }

    /// <summary>Whether the machine has ended otherwise than by a power-off.</summary>
    public bool HasFailed => Ended.IsCompletedSuccessfully && (Ended.Result != 0 || Errors.Any(IsTermination));

    /// <summary>How it has ended, in words.</summary>
    public string EndText
    {
        get
        {
            if (_isKilled) return "was ended, as was asked for";
            int status = Ended.Result;
            if (HostSignals.SignalOf(status) is { } signal)
                return $"was killed by signal {signal}{(signal == HostSignals.Kill ? ": somebody's kill -9, or the host ran out of memory (its kernel log tells)" : "")}";
            return Errors.FirstOrDefault(IsTermination) is null ? $"ended with status {status}" : "was terminated by a signal";
        }
    }

    /// <summary>Starts a machine.</summary>
    /// <param name="machine">What it is; its serial socket is the one of <paramref name="serial"/>.</param>
    /// <param name="serial">Already listening.</param>
    /// <param name="receive">Given what the machine writes to its serial port.</param>
    /// <exception cref="LaunchException">If QEMU cannot be run.</exception>
    public static async Task<QemuProcess> StartAsync(QemuMachine machine, SerialPort serial, Action<ReadOnlyMemory<byte>> receive)
    {
        ProcessStartInfo start = new(machine.Program, machine.Arguments())
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        machine.Drift?.Apply(start.Environment);

        Process process = await ChildSpawner.StartAsync(start);
        process.StandardInput.Close();
        return new QemuProcess(process, serial, receive);
    }

    /// <summary>Writes to the machine's serial port.</summary>
    public Task WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellation) => _serial.WriteAsync(bytes, cancellation);

    /// <summary>The machine has stopped and cannot power itself off: that is done for it, and counts as if it had.</summary>
    public void PowerOff()
    {
        _isPoweredOff = true;
        if (!_process.HasExited) _process.Kill();
    }

    /// <summary>Ends the machine at once, if it has not ended.</summary>
    public async Task KillAsync()
    {
        if (!_process.HasExited)
        {
            _isKilled = true;
            _process.Kill();
        }

        await Ended;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _process.Dispose();
        _serial.Dispose();
    }

    private static bool IsTermination(string line) => line.Contains(Terminated, StringComparison.Ordinal);

    private async Task<int> EndAsync()
    {
        await _process.WaitForExitAsync();
        // A machine that never connected its serial port leaves the pump waiting for it.
        _serial.Dispose();
        await _pumps;
        return _isPoweredOff ? 0 : _process.ExitCode;
    }

    private async Task ReadErrorsAsync()
    {
        while (await _process.StandardError.ReadLineAsync() is { } line)
        {
            lock (_errors)
            {
                if (_errors.Count == KeptErrorLines) _errors.Dequeue();
                _errors.Enqueue(line);
            }
        }
    }
}
