using System.Reflection;
using TorchSharp.Modules;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>Parts of networks.</summary>
    public static partial class nn
    {
        /// <summary>Wraps a tensor's elements as a learnt leaf.</summary>
        public static Parameter Parameter(Tensor data, bool requires_grad = true) => new(data, requires_grad);

        /// <summary>A part of a network: named parameters, buffers and inner modules.</summary>
        public abstract class Module : IDisposable
        {
            private readonly Dictionary<string, Parameter> parameterMap = [];
            private readonly Dictionary<string, Tensor> bufferMap = [];
            private readonly Dictionary<string, Module> moduleMap = [];
            private readonly List<string> order = [];

            private readonly string name;
            private bool isComplete;

            /// <summary>A part under a name.</summary>
            protected Module(string name) => this.name = name;

            /// <summary>What the part is called.</summary>
            public virtual string GetName() => name;

            /// <summary>True while batch statistics are gathered.</summary>
            public bool training { get; private set; } = true;

            /// <summary>Adds an inner module, after it has registered its own fields.</summary>
            public virtual void register_module(string name, Module submodule)
            {
                submodule.RegisterComponents();
                moduleMap.Add(Claim(name), submodule);
            }

            /// <summary>Adds a learnt tensor.</summary>
            public virtual void register_parameter(string name, Parameter param) => parameterMap.Add(Claim(name), param);

            /// <summary>Adds a tensor that is saved but not learnt.</summary>
            public virtual void register_buffer(string name, Tensor tensor) => bufferMap.Add(Claim(name), tensor);

            /// <summary>Adds the parameters, tensors and modules that fields hold, under the fields' names, unless these are in use.</summary>
            protected virtual void RegisterComponents()
            {
                if (isComplete) return;
                isComplete = true;
                foreach (var field in GetType().GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic))
                {
                    if (order.Contains(field.Name)) continue;
                    if (field.GetValue(this) is Module module) register_module(field.Name, module);
                    else if (field.GetValue(this) is Parameter parameter) register_parameter(field.Name, parameter);
                    else if (field.GetValue(this) is Tensor tensor) register_buffer(field.Name, tensor);
                }
            }

            /// <summary>Inner modules, in order of registration.</summary>
            public virtual IEnumerable<(string name, Module module)> named_children() => moduleMap.Select(e => (e.Key, e.Value));

            /// <summary>Learnt tensors with dotted names, in order of registration.</summary>
            public virtual IEnumerable<(string name, Parameter parameter)> named_parameters(bool recurse = true) =>
                parameterMap.Select(e => (e.Key, e.Value)).Concat(recurse
                    ? moduleMap.SelectMany(m => m.Value.named_parameters().Select(p => ($"{m.Key}.{p.name}", p.parameter)))
                    : []);

            /// <summary>Unlearnt tensors with dotted names, in order of registration.</summary>
            public virtual IEnumerable<(string name, Tensor buffer)> named_buffers(bool recurse = true) =>
                bufferMap.Select(e => (e.Key, e.Value)).Concat(recurse
                    ? moduleMap.SelectMany(m => m.Value.named_buffers().Select(b => ($"{m.Key}.{b.name}", b.buffer)))
                    : []);

            /// <summary>Learnt tensors.</summary>
            public virtual IEnumerable<Parameter> parameters(bool recurse = true) => named_parameters(recurse).Select(p => p.parameter);

            /// <summary>All tensors with dotted names: parameters, then buffers.</summary>
            public virtual Dictionary<string, Tensor> state_dict() =>
                named_parameters().Select(p => (p.name, (Tensor)p.parameter)).Concat(named_buffers()).ToDictionary(e => e.Item1, e => e.Item2);

            /// <summary>Moves all tensors to a device, in place.</summary>
            public virtual Module to(Device device)
            {
                using var noGrad = no_grad();
                foreach (var tensor in parameterMap.Values.Concat(bufferMap.Values)) tensor.set_data(device);
                foreach (var inner in moduleMap.Values) inner.to(device);
                return this;
            }

            /// <summary>Uses batch statistics (true) or running ones (false).</summary>
            public virtual void train(bool on = true)
            {
                training = on;
                foreach (var inner in moduleMap.Values) inner.train(on);
            }

            /// <summary>Uses running statistics.</summary>
            public virtual void eval() => train(false);

            /// <summary>Disposes all tensors of this part and its inner ones.</summary>
            public void Dispose()
            {
                Dispose(true);
                GC.SuppressFinalize(this);
            }

            /// <summary>Disposes all tensors of this part and its inner ones.</summary>
            protected virtual void Dispose(bool disposing)
            {
                if (!disposing) return;
                foreach (var tensor in parameterMap.Values.Concat(bufferMap.Values)) tensor.Dispose();
                foreach (var inner in moduleMap.Values) inner.Dispose();
            }

            private string Claim(string name)
            {
                if (name.Length == 0 || name.Contains('.') || order.Contains(name)) throw new ArgumentException($"the name '{name}' is taken or not valid", nameof(name));
                order.Add(name);
                return name;
            }
        }

        /// <summary>A part of a network that maps one value to another.</summary>
        /// <typeparam name="T">Input.</typeparam>
        /// <typeparam name="TResult">Output.</typeparam>
        public abstract class Module<T, TResult> : Module
        {
            /// <summary>A part under a name.</summary>
            protected Module(string name) : base(name)
            {
            }

            /// <summary>The mapping.</summary>
            public abstract TResult forward(T input);

            /// <summary>The mapping.</summary>
            public TResult call(T input) => forward(input);
        }
    }
}
