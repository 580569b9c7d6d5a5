using System;
using System.Collections.Generic;
using Pilevisor.Lab.Model;

namespace Pilevisor.Lab.Traces;

/// <summary>Reads the lines of a checker's trace.</summary>
/// <param name="path">The file, for messages.</param>
internal sealed class CheckTraceReader(string path)
{
    private readonly List<ModelStep> _steps = [];
    private ModelShape _shape = new(0);
    private string? _protocol;
    private string? _mistake;
    private string? _finds;
    private int? _loop;

    public void Read(int number, string line)
    {
        string text = line.Split('#')[0].Trim();
        if (text.Length == 0) return;
        if (ModelStep.TryParse(text, out ModelStep step))
        {
            _steps.Add(step);
            return;
        }
        string[] words = text.Split(' ', 2, StringSplitOptions.RemoveEmptyEntries);
        if (words.Length != 2 || !TrySet(words[0], words[1].Trim())) throw new LabException($"{path}, line {number}: '{text}' is neither a property (such as 'nodes 3') nor a step (such as 'Deliver 0 1')");
    }

    public CheckTrace ToTrace()
    {
        if (_protocol is null || _shape.Nodes == 0) throw new LabException($"{path}: 'protocol NAME' and 'nodes N' are missing");
        if (_loop is { } loop && (loop < 0 || loop >= _steps.Count)) throw new LabException($"{path}: 'loop {loop}' names no step; there are {_steps.Count}");
        return new CheckTrace(_protocol, _mistake, _shape, _steps, _finds, _loop);
    }

    private bool TrySet(string name, string value)
    {
        bool isNumber = int.TryParse(value, out int number);
        bool isFlag = bool.TryParse(value, out bool flag);
        switch (name)
        {
            case "protocol": _protocol = value; return true;
            case "break": _mistake = value == "none" ? null : value; return true;
            case "finds": _finds = value == "none" ? null : value; return true;
            case "nodes" when isNumber: _shape = _shape with { Nodes = number }; return true;
            case "pages" when isNumber: _shape = _shape with { Pages = number }; return true;
            case "cpus" when isNumber: _shape = _shape with { CpusPerNode = number }; return true;
            case "loop" when isNumber: _loop = number; return true;
            case "one-home" when isFlag: _shape = _shape with { OneHome = flag }; return true;
            case "leaves" when isFlag: _shape = _shape with { Leaves = flag }; return true;
            case "devices" when isFlag: _shape = _shape with { Devices = flag }; return true;
            case "holds" when isFlag: _shape = _shape with { Holds = flag }; return true;
            case "evictions" when isFlag: _shape = _shape with { Evictions = flag }; return true;
            case "faults" when Enum.TryParse(value, true, out ModelFaults faults): _shape = _shape with { Faults = faults }; return true;
            default: return false;
        }
    }
}
